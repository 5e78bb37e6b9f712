namespace Durable.Payloads;

/// <summary>Where a payload stands in a record's bytes.</summary>
/// <param name="Path">Its name, without the mark of an encoded one; with its index where the record holds several.</param>
/// <param name="NameStart">Where its name begins, with the quotation mark.</param>
/// <param name="NameEnd">Where its name ends, with the quotation mark.</param>
/// <param name="ValueStart">Where its value begins.</param>
/// <param name="ValueEnd">Where its value ends.</param>
internal readonly record struct PayloadField(string Path, int NameStart, int NameEnd, int ValueStart, int ValueEnd);
