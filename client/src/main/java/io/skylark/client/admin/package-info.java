/// Administration of a cluster: topics, groups, brokers and messages, as typed calls.
///
/// Entry class: [Admin]. Immutable, shared by all threads; every call blocks.
@NullMarked
package io.skylark.client.admin;

import org.jspecify.annotations.NullMarked;
