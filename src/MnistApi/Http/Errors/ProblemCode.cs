namespace MnistApi.Http.Errors;

/// <summary>What went wrong, for programs: a problem's <c>code</c>. What each means and what to do: docs/problems.md.</summary>
public enum ProblemCode
{
    /// <summary>The request is not HTTP as the service understands it.</summary>
    BadRequest,

    /// <summary>The body is not JSON, or not of the shape that is expected.</summary>
    MalformedJson,

    /// <summary>A field or parameter is missing, unknown or out of its bounds; <c>errors</c> names each.</summary>
    ValidationFailed,

    /// <summary>The upload cannot be read as an image.</summary>
    UnreadableImage,

    /// <summary>Who asks may not see this.</summary>
    Unauthorized,

    /// <summary>No such route.</summary>
    RouteNotFound,

    /// <summary>No such training run.</summary>
    RunNotFound,

    /// <summary>No such sweep.</summary>
    SweepNotFound,

    /// <summary>The run has no checkpoint of this epoch.</summary>
    CheckpointNotFound,

    /// <summary>No such model or alias.</summary>
    ModelNotFound,

    /// <summary>No such dataset.</summary>
    DatasetNotFound,

    /// <summary>The dataset has no image of this index.</summary>
    ImageNotFound,

    /// <summary>The route has other methods.</summary>
    MethodNotAllowed,

    /// <summary>There is no champion.</summary>
    NoModel,

    /// <summary>The run has ended already.</summary>
    RunFinished,

    /// <summary>The run has not ended yet.</summary>
    RunNotFinished,

    /// <summary>Only a cancelled or failed run can be resumed.</summary>
    RunNotResumable,

    /// <summary>The sweep has ended already.</summary>
    SweepFinished,

    /// <summary>The sweep, or one of its runs, has not ended yet.</summary>
    SweepNotFinished,

    /// <summary>An alias points at the run's model.</summary>
    ModelInUse,

    /// <summary>The model does not pass the gate in front of the alias; <c>report</c> says why.</summary>
    GateFailed,

    /// <summary>The alias has no model to go back to.</summary>
    NothingToRevert,

    /// <summary>The two models cannot be compared.</summary>
    ModelsNotComparable,

    /// <summary>The dataset is not the one that was asked for.</summary>
    DatasetChanged,

    /// <summary>The body is larger than is accepted.</summary>
    PayloadTooLarge,

    /// <summary>The image has too many pixels.</summary>
    ImageTooLarge,

    /// <summary>The content type is not one that the route takes, or the body is compressed.</summary>
    UnsupportedMediaType,

    /// <summary>The idempotency key was used with another body.</summary>
    IdempotencyKeyReused,

    /// <summary>A fault of the service.</summary>
    InternalError,

    /// <summary>The model computes numbers that are not finite, so it has no answer.</summary>
    PredictionNotFinite,

    /// <summary>The database does not answer.</summary>
    DatabaseUnavailable,

    /// <summary>The database was locked by others for too long.</summary>
    DatabaseBusy,

    /// <summary>The database is read-only.</summary>
    DatabaseReadOnly,

    /// <summary>The database has no space left.</summary>
    DatabaseFull,

    /// <summary>The database cannot read or write its files.</summary>
    DatabaseFaulty,

    /// <summary>The database does not keep texts as UTF-8.</summary>
    DatabaseEncoding,

    /// <summary>The dataset is not here, not yet or not at all.</summary>
    DatasetUnavailable,

    /// <summary>Too many runs wait already.</summary>
    QueueFull,

    /// <summary>The service is not ready.</summary>
    NotReady,
}
