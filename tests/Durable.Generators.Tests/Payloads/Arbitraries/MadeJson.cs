using System.Globalization;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace Durable.Generators.Tests.Payloads.Arbitraries;

/// <summary>JSON of the types that every payload is made of.</summary>
internal static class MadeJson
{
    private static readonly string[] s_texts = ["", "plain", "quote\" \\ / <tag> & 'x'", "é ß 日本 😀", "\u0000\u0001\n\t\u2028", "123", "null", "a b"];

    private static readonly Gen<long> s_any64 =
        from high in Gen.Choose(int.MinValue, int.MaxValue)
        from low in Gen.Choose(int.MinValue, int.MaxValue)
        from shift in Gen.Choose(0, 63)
        select (((long)high << 32) | (uint)low) >> shift;

    private static readonly Gen<double> s_fraction = from value in Gen.Choose(int.MinValue, int.MaxValue) select value / (double)int.MaxValue;

    private static readonly Gen<byte[]> s_bytes =
        from count in Gen.Choose(0, 5)
        from bytes in Gen.ArrayOf(Gen.Choose(0, 255), count)
        select bytes.Select(static value => (byte)value).ToArray();

    public static Gen<string> Text { get; } = Gen.Frequency((1, Gen.Constant("null")), (9, Gen.Elements(s_texts).Select(Quote)));

    public static Gen<string> EnumNumber { get; } = Gen.Elements("0", "3", "100", "77");

    /// <summary>Text also for numbers without a name, which the converter accepts in both forms.</summary>
    public static Gen<string> EnumText { get; } = Gen.Elements("\"A\"", "\"B\"", "\"C\"", "3", "77");

    public static Gen<string> Number(int from, int to) => Gen.Choose(from, to).Select(Plain);

    public static RandomType[] Leaves { get; } =
    [
        Leaf("bool", Gen.Elements("true", "false")),
        Leaf("byte", Number(byte.MinValue, byte.MaxValue)),
        Leaf("sbyte", Number(sbyte.MinValue, sbyte.MaxValue)),
        Leaf("short", Number(short.MinValue, short.MaxValue)),
        Leaf("ushort", Number(ushort.MinValue, ushort.MaxValue)),
        Leaf("int", Number(int.MinValue, int.MaxValue)),
        Leaf("uint", s_any64.Select(static value => Plain((uint)value))),
        Leaf("long", s_any64.Select(Plain)),
        Leaf("ulong", s_any64.Select(static value => Plain((ulong)value))),
        Leaf("float", s_fraction.Select(static value => ((float)value).ToString("R", CultureInfo.InvariantCulture))),
        Leaf(
            "double",
            from value in s_fraction
            from exponent in Gen.Choose(-20, 20)
            select (value * Math.Pow(10, exponent)).ToString("R", CultureInfo.InvariantCulture)),
        Leaf(
            "decimal",
            from value in s_any64
            from digits in Gen.Choose(0, 28)
            select new decimal((int)value, (int)(value >> 32), 0, value < 0, (byte)digits).ToString(CultureInfo.InvariantCulture)),
        Leaf("char", Gen.Choose(32, 0x2100).Select(static value => Quote(((char)value).ToString()))),
        Leaf("Half", s_fraction.Select(static value => ((Half)value).ToString(CultureInfo.InvariantCulture))),
        Leaf("Int128", s_any64.Select(static value => Plain(value) + "000")),
        Leaf("Guid", Gen.ArrayOf(Gen.Choose(0, 255), 16).Select(static bytes => Quote(new Guid([.. bytes.Select(static value => (byte)value)]).ToString()))),
        Leaf(
            "DateTime",
            from ticks in Ticks(DateTime.MaxValue.Ticks)
            from kind in Gen.Elements(DateTimeKind.Unspecified, DateTimeKind.Utc)
            select Quote(new DateTime(ticks, kind).ToString("O", CultureInfo.InvariantCulture))),
        Leaf(
            "DateTimeOffset",
            from ticks in Ticks(DateTime.MaxValue.Ticks - (2 * TimeSpan.TicksPerDay))
            from minutes in Gen.Choose(-600, 600)
            select Quote(new DateTimeOffset(ticks + TimeSpan.TicksPerDay, TimeSpan.FromMinutes(minutes)).ToString("O", CultureInfo.InvariantCulture))),
        Leaf("DateOnly", Gen.Choose(0, 3_000_000).Select(static day => Quote(DateOnly.FromDayNumber(day).ToString("O", CultureInfo.InvariantCulture)))),
        Leaf("TimeOnly", Ticks(TimeSpan.TicksPerDay).Select(static ticks => Quote(new TimeOnly(ticks).ToString("O", CultureInfo.InvariantCulture)))),
        Leaf("TimeSpan", s_any64.Select(static ticks => Quote(new TimeSpan(ticks / 4).ToString("c", CultureInfo.InvariantCulture)))),
        Leaf("JsonElement", Gen.Elements("[1,{\"a\":null}]", "\"x\"")),
        Leaf("string", Text, isValueType: false),
        Leaf("Uri", Gen.Choose(0, 99).Select(static value => Quote("https://example.org/" + Plain(value))), isValueType: false),
        Leaf("Version", Gen.ArrayOf(Gen.Choose(0, 9), 3).Select(static parts => Quote(string.Join('.', parts))), isValueType: false),
        Leaf("byte[]", s_bytes.Select(static bytes => Quote(Convert.ToBase64String(bytes))), isValueType: false),
        Leaf("JsonNode", Gen.Elements("{\"a\":[1.50]}", "7"), isValueType: false),
    ];

    public static string Quote(string text) => JsonSerializer.Serialize(text);

    public static string Plain<T>(T value)
        where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);

    private static RandomType Leaf(string csharp, Gen<string> json, bool isValueType = true) => new(csharp, isValueType, _ => json);

    private static Gen<long> Ticks(long below) => s_any64.Select(value => (value & long.MaxValue) % below);
}
