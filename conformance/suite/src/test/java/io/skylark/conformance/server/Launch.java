package io.skylark.conformance.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// How one process is started, and how it says that it is ready.
///
/// @param name what to call it, also the name of its output files
/// @param command program and arguments
/// @param environment variables to add to ours
/// @param folder the working directory, where the output goes too
/// @param bootLine what the line on stdout matches that announces it
record Launch(String name, List<String> command, Map<String, String> environment, Path folder, Pattern bootLine) {
}
