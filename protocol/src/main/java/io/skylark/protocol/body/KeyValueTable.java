package io.skylark.protocol.body;

import java.util.Map;

/// Text by name.
public record KeyValueTable(Map<String, String> table) {}
