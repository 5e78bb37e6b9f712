using System.Text.Json;
using Durable.Journal;

namespace Durable.Principals;

/// <summary>A principal as it stands in a <c>start</c> record.</summary>
internal static class PrincipalJson
{
    public static void WritePrincipal(this Utf8JsonWriter writer, JsonEncodedText name, Principal? principal)
    {
        if (principal is null)
        {
            return;
        }

        writer.WritePropertyName(name);
        writer.WriteValue(principal);
    }

    /// <summary>Writes the principal itself.</summary>
    public static void WriteValue(this Utf8JsonWriter writer, Principal principal)
    {
        writer.WriteStartObject();
        writer.WriteString(FieldNames.Id, principal.Id);
        writer.WriteText(FieldNames.Tenant, principal.Tenant);
        if (principal.Scopes.Count > 0)
        {
            writer.WriteStartArray(FieldNames.Scopes);
            foreach (var scope in principal.Scopes)
            {
                writer.WriteStringValue(scope);
            }

            writer.WriteEndArray();
        }

        if (!principal.EgressAllowed)
        {
            writer.WriteBoolean(FieldNames.Egress, false);
        }

        if (principal.SpendLimit is { } limit)
        {
            writer.WriteNumber(FieldNames.SpendLimit, limit);
        }

        writer.WriteEndObject();
    }

    public static void WriteAmount(this Utf8JsonWriter writer, JsonEncodedText name, decimal amount)
    {
        if (amount != 0)
        {
            writer.WriteNumber(name, amount);
        }
    }

    /// <summary>Reads the value that follows; unknown members are ignored.</summary>
    public static Principal Read(ref Utf8JsonReader reader)
    {
        reader.Read();
        return ReadValue(ref reader);
    }

    /// <summary>Reads the value that the reader stands on.</summary>
    public static Principal ReadValue(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("its field 'principal' is of another shape");
        }

        string? id = null, tenant = null;
        var scopes = new List<string>();
        var egress = true;
        decimal? limit = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("id"u8)) { reader.Read(); id = reader.GetString(); }
            else if (reader.ValueTextEquals("tenant"u8)) { reader.Read(); tenant = reader.GetString(); }
            else if (reader.ValueTextEquals("egress"u8)) { reader.Read(); egress = reader.GetBoolean(); }
            else if (reader.ValueTextEquals("spendLimit"u8)) { reader.Read(); limit = reader.GetDecimal(); }
            else if (reader.ValueTextEquals("scopes"u8))
            {
                reader.Read();
                while (reader.Read() && reader.TokenType == JsonTokenType.String)
                {
                    scopes.Add(reader.GetString()!);
                }
            }
            else { reader.Read(); reader.Skip(); }
        }

        return new Principal(id ?? "") { Tenant = tenant, Scopes = scopes, EgressAllowed = egress, SpendLimit = limit };
    }
}
