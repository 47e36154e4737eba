namespace MnistApi.Http.Errors;

/// <summary>The name of a problem, for programs. `docs/problems.md` describes each code and what to do.</summary>
public enum ProblemCode
{
    /// <summary>The service cannot understand the request.</summary>
    BadRequest,

    /// <summary>The body is not JSON, or the JSON does not have the expected structure.</summary>
    MalformedJson,

    /// <summary>A field or parameter is missing, unknown or invalid. `errors` lists each.</summary>
    ValidationFailed,

    /// <summary>The upload cannot be read as an image.</summary>
    UnreadableImage,

    /// <summary>Only requests from the machine of the service may use this path.</summary>
    Unauthorized,

    /// <summary>No route has this path.</summary>
    RouteNotFound,

    /// <summary>No training run has this id.</summary>
    RunNotFound,

    /// <summary>No sweep has this id.</summary>
    SweepNotFound,

    /// <summary>The run has no checkpoint of this epoch.</summary>
    CheckpointNotFound,

    /// <summary>No model has this id, and no alias has this name.</summary>
    ModelNotFound,

    /// <summary>No dataset has this name.</summary>
    DatasetNotFound,

    /// <summary>The dataset has no image with this index.</summary>
    ImageNotFound,

    /// <summary>The route does not support this method.</summary>
    MethodNotAllowed,

    /// <summary>The request names no model, and the alias `champion` does not exist.</summary>
    NoModel,

    /// <summary>The run has already ended.</summary>
    RunFinished,

    /// <summary>The run has not ended yet.</summary>
    RunNotFinished,

    /// <summary>The run cannot be resumed: only a cancelled or failed run can.</summary>
    RunNotResumable,

    /// <summary>The sweep has already ended.</summary>
    SweepFinished,

    /// <summary>The sweep, or one of its runs, has not ended yet.</summary>
    SweepNotFinished,

    /// <summary>An alias points at the run's model.</summary>
    ModelInUse,

    /// <summary>The model does not pass the gate in front of the alias. `report` has the result of each check.</summary>
    GateFailed,

    /// <summary>The alias has no change left to revert, or its previous model was deleted.</summary>
    NothingToRevert,

    /// <summary>The models were evaluated on different datasets.</summary>
    ModelsNotComparable,

    /// <summary>Another dataset has replaced the one that the request names.</summary>
    DatasetChanged,

    /// <summary>The body is larger than the route accepts.</summary>
    PayloadTooLarge,

    /// <summary>The image has too many pixels.</summary>
    ImageTooLarge,

    /// <summary>The route does not accept the content type, or the body is compressed.</summary>
    UnsupportedMediaType,

    /// <summary>An earlier request used the idempotency key with another body.</summary>
    IdempotencyKeyReused,

    /// <summary>The service has an internal error.</summary>
    InternalError,

    /// <summary>The model computes numbers that are not finite, so it has no prediction.</summary>
    PredictionNotFinite,

    /// <summary>The database does not answer.</summary>
    DatabaseUnavailable,

    /// <summary>Other transactions locked the database for too long.</summary>
    DatabaseBusy,

    /// <summary>The database is read-only.</summary>
    DatabaseReadOnly,

    /// <summary>The database has no space left.</summary>
    DatabaseFull,

    /// <summary>The database cannot read or write its files, or they are damaged.</summary>
    DatabaseFaulty,

    /// <summary>The database does not store texts as UTF-8.</summary>
    DatabaseEncoding,

    /// <summary>The dataset is being downloaded, or the download failed.</summary>
    DatasetUnavailable,

    /// <summary>Too many runs are waiting.</summary>
    QueueFull,

    /// <summary>There are more predictions than the service can answer in time.</summary>
    Overloaded,

    /// <summary>The service is not ready.</summary>
    NotReady,
}
