using MnistApi.DrawnUploads.Drawing;
using MnistApi.DrawnUploads.Writing;
using MnistApi.Training.Data;

namespace MnistApi.DrawnUploads.Scenes;

/// <summary>Draws a subject in one style, from empty paper to the file.</summary>
internal delegate Canvas Scene(Subject subject, ref SeededRandom random);
