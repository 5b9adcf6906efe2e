package io.skylark.conformance.server;

/// How name server and broker are spread over processes.
public enum Layout {
    /// Both in one process, where the target can do that.
    ONE_PROCESS,
    /// One process each.
    TWO_PROCESSES
}
