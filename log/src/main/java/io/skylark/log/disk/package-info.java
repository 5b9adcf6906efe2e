/// The port to the file system: everything else in this module does its input and output through it, so that tests can
/// put a disk in its place that loses, tears and refuses writes.
///
/// Entry interface: [Disk]; [FileSystemDisk] is the real one. No thread owns anything here.
@NullMarked
package io.skylark.log.disk;

import org.jspecify.annotations.NullMarked;
