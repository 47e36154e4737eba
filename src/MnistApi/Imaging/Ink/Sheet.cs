namespace MnistApi.Imaging.Ink;

/// <summary>A sheet of paper that lies on something else, or a field with a frame: what surrounds it is not looked at.</summary>
/// <param name="Region">Its box, in pixels of the raster.</param>
/// <param name="Mask">[height, width] over the region, coarser: 1 within the sheet and what is written on it, 0 outside.</param>
internal sealed record Sheet(InkBox Region, Plane Mask)
{
    private const int CoarseSide = 160;
    private const float SmoothStep = 7;          // Levels between neighbours of the same paper.
    private const float BlurredStep = 5;         // The same where a sheet's edge is so blurred that it leaks. Folds and rules end areas too at it.
    private const double LeastArea = 0.04;       // of the image
    private const double MostOfEdge = 0.6;       // of the image's edge that a sheet may reach
    private const double MostOfLeftSide = 0.1;   // of one side of the image, where something else lies along all of it
    private const double Rectangularity = 0.85;  // of the smallest rectangle around it; an ellipse fills 0.79
    private const double LeastWriting = 0.12;    // of the sheet's shorter side: the extent of something on it
    private const float OtherColour = 20;        // levels between the sheet and what surrounds it
    private const int Margin = 2;                // Coarse pixels at its edge that may be shadow.

    private const int Beyond = 3 * Margin;       // Coarse pixels from within a sheet to beyond its edge, blurred as it may be.
    private const double EdgeThatStandsOut = 0.8;

    private static readonly (int X, int Y)[] Directions = [(1, 0), (-1, 0), (0, 1), (0, -1)];

    /// <summary>The largest sheet with something on it; null where the image is all paper.</summary>
    public static Sheet? Find(ImageRaster raster, InkBox region)
    {
        var scale = Math.Min(1, (double)CoarseSide / region.LongerSide);
        var (width, height) = ((int)Math.Round(region.Width * scale), (int)Math.Round(region.Height * scale));
        if (Math.Min(width, height) < CoarseSide / 4) return null;

        var channels = Channels.Of(raster, region, width, height);
        return Find(region, channels, scale, SmoothStep, (mask, areas, area) => channels.Any(channel => LiesOnAnother(channel, mask)) || IsField(area, areas, width, height))
            ?? Find(region, channels, scale, BlurredStep, (mask, _, _) => channels.Any(channel => LiesOnAnother(channel, mask)) && StandsOut(channels, mask) && !CrossesImage(mask));
    }

    private static Sheet? Find(InkBox region, Plane[] channels, double scale, float step, Func<Plane, IReadOnlyList<List<int>>, List<int>, bool> isSheet)
    {
        var (width, height) = (channels[0].Width, channels[0].Height);
        var areas = SmoothAreas.Of(channels, step);
        foreach (var area in areas.Where(area => area.Count >= LeastArea * width * height).OrderByDescending(area => area.Count))
        {
            if (ToMask(area, width, height) is not { } mask || !isSheet(mask, areas, area)) continue;
            var box = InkBox.Of([.. mask.Values.Select(value => (byte)value)], width)!;
            var (left, top) = ((int)(box.X / scale), (int)(box.Y / scale));
            var inner = new InkBox(region.X + left, region.Y + top, Math.Min(region.Width - left, (int)(box.Width / scale)), Math.Min(region.Height - top, (int)(box.Height / scale)));
            return new Sheet(inner, mask.Crop(box));
        }

        return null;
    }

    /// <summary>Whether what surrounds it has another colour: a square of squared paper is no sheet.</summary>
    private static bool LiesOnAnother(Plane channel, Plane mask)
    {
        float[] inside = [.. channel.Values.Where((_, i) => mask.Values[i] > 0).Order()], outside = [.. channel.Values.Where((_, i) => mask.Values[i] == 0).Order()];
        return Math.Abs(inside[inside.Length / 2] - outside[outside.Length / 2]) >= OtherColour;
    }

    /// <summary>Whether there is another colour beyond its edge, nearly all along.</summary>
    private static bool StandsOut(Plane[] channels, Plane mask)
    {
        var (edge, standing) = (0, 0);
        for (var y = 0; y < mask.Height; y++)
        {
            for (var x = 0; x < mask.Width; x++)
            {
                if (mask[x, y] == 0) continue;
                foreach (var (dx, dy) in Directions)
                {
                    int outerX = x + Beyond * dx, outerY = y + Beyond * dy;
                    if (!mask.IsWithin(outerX, outerY) || mask[x + dx, y + dy] > 0 || mask[outerX, outerY] > 0) continue;
                    edge++;
                    if (channels.Any(channel => Math.Abs(channel[x, y] - channel[outerX, outerY]) >= OtherColour)) standing++;
                }
            }
        }

        return standing >= EdgeThatStandsOut * edge && edge > 0;
    }

    /// <summary>Whether it reaches from one edge of the image to the other: between two rules of ruled paper is no sheet.</summary>
    private static bool CrossesImage(Plane mask)
    {
        var box = InkBox.Of([.. mask.Values.Select(value => (byte)value)], mask.Width)!;
        return box.Width >= mask.Width - 2 * Margin || box.Height >= mask.Height - 2 * Margin;
    }

    /// <summary>Whether it is a field within a page: apart from the page there is nothing else of its size, as there is on squared and ruled paper.</summary>
    private static bool IsField(List<int> area, IReadOnlyList<List<int>> areas, int width, int height) =>
        areas.Count(other => other.Count >= area.Count / 4) <= 2 && !area.Any(i => i % width == 0 || i % width == width - 1 || i / width == 0 || i / width == height - 1);

    /// <summary>The area with what it encloses, without its edge; null where it is no sheet.</summary>
    private static Plane? ToMask(List<int> area, int width, int height)
    {
        var own = new Plane(width, height);
        foreach (var i in area) own.Values[i] = 1;
        var edge = area.Count(i => i % width == 0 || i % width == width - 1 || i / width == 0 || i / width == height - 1);
        if (edge > MostOfEdge * 2 * (width + height) && !LeavesSide(own)) return null;

        var filled = SmoothAreas.Fill(own);
        var box = InkBox.Of([.. filled.Values.Select(value => (byte)value)], width)!;
        var writing = Enclosed(own, filled);
        if (writing is null || writing.LongerSide < LeastWriting * Math.Min(box.Width, box.Height)) return null;
        if (filled.Values.Sum() < Rectangularity * SmallestRectangle(filled)) return null;
        return filled.Minimum(Margin);
    }

    /// <summary>Whether there is something else all along one of the image's sides, as the table beside a page.</summary>
    private static bool LeavesSide(Plane own)
    {
        var (right, bottom) = (own.Width - 1, own.Height - 1);
        int[] counts =
        [
            Enumerable.Range(0, own.Height).Count(y => own[0, y] > 0), Enumerable.Range(0, own.Height).Count(y => own[right, y] > 0),
            Enumerable.Range(0, own.Width).Count(x => own[x, 0] > 0), Enumerable.Range(0, own.Width).Count(x => own[x, bottom] > 0),
        ];
        return Math.Min(counts[0], counts[1]) <= MostOfLeftSide * own.Height || Math.Min(counts[2], counts[3]) <= MostOfLeftSide * own.Width;
    }

    private static InkBox? Enclosed(Plane own, Plane filled) => InkBox.Of([.. filled.Values.Zip(own.Values, (all, part) => (byte)(all - part))], own.Width);

    /// <summary>The area of the smallest rectangle around the mask, turned as may be.</summary>
    private static double SmallestRectangle(Plane mask)
    {
        var points = new List<(int X, int Y)>();
        for (var y = 0; y < mask.Height; y++)
        {
            var row = mask.Values.AsSpan(y * mask.Width, mask.Width);
            if (row.IndexOf(1) is >= 0 and var first) points.AddRange([(first, y), (row.LastIndexOf(1) + 1, y), (first, y + 1), (row.LastIndexOf(1) + 1, y + 1)]);
        }

        var smallest = double.MaxValue;
        for (var degrees = 0; degrees < 90; degrees += 3)
        {
            var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
            var along = points.Select(point => cos * point.X + sin * point.Y).ToArray();
            var across = points.Select(point => cos * point.Y - sin * point.X).ToArray();
            smallest = Math.Min(smallest, (along.Max() - along.Min()) * (across.Max() - across.Min()));
        }

        return smallest;
    }
}
