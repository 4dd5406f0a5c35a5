package omgservers.runtime.model;

/** What a runtime may use: 100 is one CPU, memory in MiB; 0 is the service's default. */
public record Limits(int cpu, int memory) {}
