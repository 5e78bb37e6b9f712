namespace OrderSaga;

/// <summary>Something only the person at the keyboard can put right; shown without a stack trace.</summary>
internal sealed class UserErrorException(string message, Exception? innerException = null) : Exception(message, innerException);
