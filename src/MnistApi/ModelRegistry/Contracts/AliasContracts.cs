using System.ComponentModel.DataAnnotations;

namespace MnistApi.ModelRegistry.Contracts;

/// <summary>A name that points at a model.</summary>
/// <param name="Alias">The name; <c>champion</c> is what predictions use unless told otherwise.</param>
/// <param name="ModelId">The model.</param>
/// <param name="UpdatedAt">Since when.</param>
public sealed record ModelAlias(string Alias, Guid ModelId, DateTimeOffset UpdatedAt)
{
    internal const string Champion = "champion";

    /// <summary>Of the model that the service brings along; nobody else sets it.</summary>
    internal const string Builtin = "builtin";
}

/// <summary>Where an alias shall point.</summary>
/// <param name="ModelId">A model's id, or another alias, which stands for the model it points at now.</param>
/// <param name="Force">Whether to point it there even if the model is of another dataset or split, or its validation accuracy is lower. Needs a reason. A model that cannot be loaded or does not predict stays refused.</param>
/// <param name="Reason">Why, for the history: at most 500 characters.</param>
public sealed record ModelAliasRequest(string ModelId, bool Force = false, [property: MaxLength(ModelAliasRequest.MaxReasonLength)] string? Reason = null)
{
    internal const int MaxReasonLength = 500;
}

/// <summary>Who pointed an alias at a model.</summary>
public enum AliasChangeOrigin
{
    /// <summary>A request.</summary>
    Request,

    /// <summary>A training run that had asked for it by <c>promoteTo</c>.</summary>
    Run,

    /// <summary>The service: it was the first model, and there was no champion.</summary>
    FirstModel,

    /// <summary>A request to go back.</summary>
    Revert,

    /// <summary>The service at its start, with the model it brings along.</summary>
    Start,
}

/// <summary>What became of a request to point an alias somewhere.</summary>
/// <param name="Alias">The name.</param>
/// <param name="ModelId">The model it points at now.</param>
/// <param name="UpdatedAt">Since when.</param>
/// <param name="PreviousModelId">The model it pointed at before the request; null where it is new.</param>
/// <param name="Changed">Whether the request moved it; not where it pointed there already.</param>
/// <param name="Forced">Whether the request asked for that whatever a comparison says.</param>
/// <param name="Reason">Why, in the request's words.</param>
/// <param name="Report">What the gate found.</param>
public sealed record ModelAliasChange(string Alias, Guid ModelId, DateTimeOffset UpdatedAt, Guid? PreviousModelId, bool Changed, bool Forced, string? Reason, GateReport Report);

/// <summary>A time that an alias was pointed at a model.</summary>
/// <param name="Number">From 1, rising with each change of this alias.</param>
/// <param name="At">When.</param>
/// <param name="FromModelId">The model it pointed at before, which may have been deleted meanwhile; null where it was new.</param>
/// <param name="ToModelId">The model it pointed at from then on; likewise.</param>
/// <param name="By">Who did it.</param>
/// <param name="Forced">Whether that was asked for whatever a comparison says.</param>
/// <param name="Reason">Why, in the request's words.</param>
/// <param name="Undoes">For <c>revert</c>, the number of the change that it undid; null otherwise.</param>
/// <param name="Report">What the gate found; null where there was none to pass.</param>
public sealed record AliasHistoryEntry(int Number, DateTimeOffset At, Guid? FromModelId, Guid ToModelId, AliasChangeOrigin By, bool Forced, string? Reason, int? Undoes, GateReport? Report);
