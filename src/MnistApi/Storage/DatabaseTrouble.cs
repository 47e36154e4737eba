namespace MnistApi.Storage;

/// <summary>Why the database cannot do at the moment what it was asked. All of it may pass.</summary>
internal enum DatabaseTrouble
{
    /// <summary>It does not answer, or it ended the session.</summary>
    Unavailable,

    /// <summary>It answers, but refuses the service: its password, its rights or the database's name changed.</summary>
    Refused,

    /// <summary>Others held what was asked for, for too long.</summary>
    Busy,

    /// <summary>It can be read only, as a standby is after a failover.</summary>
    ReadOnly,

    /// <summary>It has no space left.</summary>
    Full,

    /// <summary>It cannot read or write its files, or they are damaged.</summary>
    Faulty,

    /// <summary>It does not keep texts as UTF-8.</summary>
    Encoding,
}
