package io.skylark.server.config;

import java.util.Map;

/// Where the settings of a process come from.
///
/// @param variablePrefix environment variables that start with this are settings, such as `SKYLARK_BROKER_`
/// @param profile standards that differ from the built-in ones
record Sources(
        Catalog catalog,
        Arguments arguments,
        String variablePrefix,
        Map<String, String> profile,
        Environment environment) {}
