package io.skylark.bench.load;

import java.net.InetSocketAddress;

/// A connection to be opened.
///
/// @param window requests that may wait for their answers at once
/// @param maxRequestBytes of the largest request
public record LinkPlan(InetSocketAddress address, int window, int maxRequestBytes) {}
