/// Room on the file system: when a log accepts nothing because there is too little, and when it does again.
///
/// Entry class: [FreeSpace], shared by the threads of a log; only the one that looks (log-space) does so regularly.
@NullMarked
package io.skylark.log.space;

import org.jspecify.annotations.NullMarked;
