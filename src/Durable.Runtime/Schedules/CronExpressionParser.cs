using System.Globalization;

namespace Durable.Schedules;

/// <summary>Reads cron expressions, and says exactly where one is wrong.</summary>
internal ref struct CronExpressionParser
{
    private const int SundayAgain = 7;

    private readonly string _text;
    private int _at;
    private CronField _field;

    private CronExpressionParser(string text)
    {
        _text = text;
        _field = CronField.All[0];
    }

    /// <exception cref="DurableException">It does not parse, or names a day that never comes (<see cref="DurableErrorCodes.CronInvalid"/>).</exception>
    public static CronExpression Parse(string text)
    {
        var spelledOut = text.Trim() switch
        {
            "@hourly" => "0 * * * *",
            "@daily" or "@midnight" => "0 0 * * *",
            "@weekly" => "0 0 * * 0",
            "@monthly" => "0 0 1 * *",
            "@yearly" or "@annually" => "0 0 1 1 *",
            _ => text,
        };
        return new CronExpressionParser(spelledOut).Parse();
    }

    private CronExpression Parse()
    {
        var sets = new ulong[CronField.All.Length];
        var isRestricted = new bool[sets.Length];
        for (var i = 0; i < sets.Length; i++)
        {
            _field = CronField.All[i];
            SkipSpace();
            if (_at == _text.Length)
            {
                throw Invalid(_at, i == 0 ? "it is empty" : $"the field '{_field.Name}' is missing");
            }

            isRestricted[i] = _text[_at] != '*';
            sets[i] = ReadList();
        }

        SkipSpace();
        if (_at < _text.Length)
        {
            throw Invalid(_at, "there is more after the fifth field; seconds and years are not supported");
        }

        if ((sets[4] >> SundayAgain & 1) != 0)
        {
            sets[4] = (sets[4] & ~(1UL << SundayAgain)) | 1;
        }

        var expression = new CronExpression(sets[0], sets[1], sets[2], sets[3], sets[4], isRestricted[2] && isRestricted[4]);
        return expression.FirstFrom(new DateTime(2000, 1, 1)) is not null
            ? expression
            : throw Invalid(0, "no month it names has such a day, so it would never come");
    }

    private ulong ReadList()
    {
        var set = ReadItem();
        while (_at < _text.Length && _text[_at] == ',')
        {
            _at++;
            set |= ReadItem();
        }

        return _at == _text.Length || char.IsWhiteSpace(_text[_at]) ? set : throw Invalid(_at, $"'{_text[_at]}' is not expected here");
    }

    private ulong ReadItem()
    {
        var start = _at;
        int first, last;
        if (_at < _text.Length && _text[_at] == '*')
        {
            _at++;
            (first, last) = (_field.Min, _field.Last);
        }
        else
        {
            first = last = ReadValue();
            if (_at < _text.Length && _text[_at] == '-')
            {
                _at++;
                last = ReadValue();
                if (last < first)
                {
                    throw Invalid(start, "the range ends before it begins");
                }
            }
            else if (_at < _text.Length && _text[_at] == '/')
            {
                last = _field.Last;
            }
        }

        var step = 1;
        if (_at < _text.Length && _text[_at] == '/')
        {
            var at = ++_at;
            step = ReadNumber();
            if (step == 0 || step > _field.Max)
            {
                throw Invalid(at, $"a step of {step} is not possible; it goes from 1 to {_field.Max}");
            }
        }

        var set = 0UL;
        for (var value = first; value <= last; value += step)
        {
            set |= 1UL << value;
        }

        return set;
    }

    private int ReadValue()
    {
        var start = _at;
        if (_at < _text.Length && char.IsAsciiLetter(_text[_at]))
        {
            while (_at < _text.Length && char.IsAsciiLetter(_text[_at]))
            {
                _at++;
            }

            var name = _text[start.._at];
            var index = Array.FindIndex(_field.Names, known => known.Equals(name, StringComparison.OrdinalIgnoreCase));
            return index >= 0 ? _field.Min + index : throw Invalid(start, $"'{name}' is no value; it goes from {_field.Range}");
        }

        var value = ReadNumber();
        return value >= _field.Min && value <= _field.Max
            ? value
            : throw Invalid(start, $"{_text[start.._at]} is out of range; it goes from {_field.Range}");
    }

    private int ReadNumber()
    {
        var start = _at;
        while (_at < _text.Length && char.IsAsciiDigit(_text[_at]))
        {
            _at++;
        }

        if (start == _at)
        {
            throw Invalid(start, start == _text.Length || char.IsWhiteSpace(_text[start]) ? "a value is missing" : $"'{_text[start]}' is not expected here");
        }

        // Anything longer is out of every range.
        return int.TryParse(_text.AsSpan(start, _at - start), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : int.MaxValue;
    }

    private void SkipSpace()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }
    }

    private readonly DurableException Invalid(int at, string why) => new(
        DurableErrorCodes.CronInvalid,
        string.Create(CultureInfo.InvariantCulture, $"The cron expression '{_text}' is wrong at character {at + 1}, in the field '{_field.Name}': {why}."),
        "Write five fields: minute, hour, day of the month, month, day of the week; \"0 9 * * 1-5\" is nine o'clock from Monday to Friday.");
}
