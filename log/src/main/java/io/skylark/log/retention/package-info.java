/// What is deleted, and when: by age, by size, by the room on the disk, globally and per topic. Entry class:
/// [Retention], on the log-janitor.
@NullMarked
package io.skylark.log.retention;

import org.jspecify.annotations.NullMarked;
