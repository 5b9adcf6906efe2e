/// Every command of `skylark` against a server in the same process. Entry class: [EveryVerbTest].
@NullMarked
package io.skylark.server.verbs;

import org.jspecify.annotations.NullMarked;
