// libtorch computes on all cores by itself; two tests at a time would only wait for each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
