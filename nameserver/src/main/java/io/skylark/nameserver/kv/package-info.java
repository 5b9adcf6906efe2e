/// Text by namespace and key, in memory and in a file. Entry class: [KvTable]. Shared: one lock for changes.
@NullMarked
package io.skylark.nameserver.kv;

import org.jspecify.annotations.NullMarked;
