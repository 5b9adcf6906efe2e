package io.skylark.net.http;

import java.util.Map;

/// What is asked for.
///
/// @param path without the query, decoded
/// @param query the first value of each parameter
/// @param accept the header of that name; empty when there is none
public record PageRequest(String path, Map<String, String> query, String accept) {}
