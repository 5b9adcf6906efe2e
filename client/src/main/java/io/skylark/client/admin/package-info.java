/// Administration of a cluster: topics, groups, brokers and messages, as typed calls.
///
/// Entry class: [Admin]. Immutable, shared by all threads; calls block, or their twins let a thread of the
/// session do so.
@NullMarked
package io.skylark.client.admin;

import org.jspecify.annotations.NullMarked;
