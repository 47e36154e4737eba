namespace MnistApi.Storage;

/// <summary>A reason why the database cannot execute a request at the moment. The request may succeed later.</summary>
internal enum DatabaseFailure
{
    /// <summary>The database does not answer, or it ended the session.</summary>
    Unavailable,

    /// <summary>The database answers, but rejects the service. Its password, its rights or the name of the database has changed.</summary>
    Refused,

    /// <summary>Other transactions held a lock for too long.</summary>
    Busy,

    /// <summary>The database is read-only, such as a standby after a failover.</summary>
    ReadOnly,

    /// <summary>The database has no space left.</summary>
    Full,

    /// <summary>The database cannot read or write its files, or they are damaged.</summary>
    Faulty,

    /// <summary>The database does not store texts as UTF-8.</summary>
    Encoding,
}
