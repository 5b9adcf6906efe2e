package io.skylark.server.config;

/// A value as somebody wrote it.
///
/// @param origin where: the file, the variable, or the command line
record Setting(String value, String origin) {}
