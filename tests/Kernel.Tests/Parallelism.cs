// A board keeps two threads busy.
[assembly: Xunit.CollectionBehavior(MaxParallelThreads = 2)]
