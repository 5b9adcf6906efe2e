package io.skylark.conformance.mqadmin;

/// What a command came to.
///
/// @param exitCode -1 if it had to be stopped
/// @param text of stdout and stderr
public record Said(int exitCode, String text) {}
