/// What runs among the classes of an official `mqadmin`: linked against its class path, in the loader of one version.
///
/// Entry class: [OfficialCommands]. Each loader has its own copy of these classes, and so of what [Machine] holds.
@NullMarked
package io.skylark.conformance.mqadmin.tool;

import org.jspecify.annotations.NullMarked;
