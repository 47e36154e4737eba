using System.ComponentModel.DataAnnotations;

namespace MnistApi.ModelRegistry.Contracts;

/// <summary>A name that points at a model.</summary>
/// <param name="Alias">The name. <c>champion</c> is the model that answers predictions unless the request names another one.</param>
/// <param name="ModelId">The id of the model that the alias points at.</param>
/// <param name="UpdatedAt">The time of the last change of the alias, UTC.</param>
public sealed record ModelAlias(string Alias, Guid ModelId, DateTimeOffset UpdatedAt)
{
    internal const string Champion = "champion";

    /// <summary>The alias of the model that ships with the service. Only the service sets it.</summary>
    internal const string Builtin = "builtin";
}

/// <summary>A request to point an alias at a model.</summary>
/// <param name="ModelId">The id of a model, or another alias, which stands for the model that it points at now.</param>
/// <param name="Force">
/// Whether to override the comparisons with the current model: the dataset, the validation split and the validation accuracy. Requires a
/// reason. It does not override the other checks, such as that the model can be loaded and predicts.
/// </param>
/// <param name="Reason">The reason for the change, which the history records: at most 500 characters. Required if `force` is true.</param>
public sealed record ModelAliasRequest(
    string ModelId,
    bool Force = false,
    [property: MaxLength(ModelAliasRequest.MaxReasonLength)] string? Reason = null)
{
    internal const int MaxReasonLength = 500;
}

/// <summary>The origin of a change of an alias.</summary>
public enum AliasChangeOrigin
{
    /// <summary>A client changed the alias with a PUT request.</summary>
    Request,

    /// <summary>A training run with `promoteTo` succeeded.</summary>
    Run,

    /// <summary>There was no champion, so the service made a new model the champion.</summary>
    FirstModel,

    /// <summary>A client reverted an earlier change.</summary>
    Revert,

    /// <summary>The service started and pointed the alias at the model that ships with it.</summary>
    Start,
}

/// <summary>The result of a request to change an alias.</summary>
/// <param name="Alias">The name of the alias.</param>
/// <param name="ModelId">The model that the alias points at now.</param>
/// <param name="UpdatedAt">The time of the last change of the alias, UTC.</param>
/// <param name="PreviousModelId">The model that the alias pointed at before the request; null if the alias is new.</param>
/// <param name="Changed">Whether the request changed the alias; false if the alias pointed at the model already.</param>
/// <param name="Forced">Whether the request asked to override the comparisons with the current model.</param>
/// <param name="Reason">The reason that the request gave; null if it gave none.</param>
/// <param name="Report">The result of the gate.</param>
public sealed record ModelAliasChange(
    string Alias,
    Guid ModelId,
    DateTimeOffset UpdatedAt,
    Guid? PreviousModelId,
    bool Changed,
    bool Forced,
    string? Reason,
    GateReport Report);

/// <summary>A change in the history of an alias.</summary>
/// <param name="Number">The number of the change: 1 for the first change of this alias, and one more for each later change.</param>
/// <param name="At">The time of the change, UTC.</param>
/// <param name="FromModelId">The model before the change, which may have been deleted since; null if the alias was new.</param>
/// <param name="ToModelId">The model after the change, which may have been deleted since.</param>
/// <param name="By">The origin of the change.</param>
/// <param name="Forced">Whether the request asked to override the comparisons with the current model.</param>
/// <param name="Reason">The reason that the request gave; null if it gave none.</param>
/// <param name="Undoes">For `revert`, the number of the change that this one undid; otherwise null.</param>
/// <param name="Report">The result of the gate; null if the change did not go through the gate.</param>
public sealed record AliasHistoryEntry(
    int Number,
    DateTimeOffset At,
    Guid? FromModelId,
    Guid ToModelId,
    AliasChangeOrigin By,
    bool Forced,
    string? Reason,
    int? Undoes,
    GateReport? Report);
