/// Administration of topics.
///
/// Entry class: [TopicAdmin]. Shared by all threads; every call blocks.
@NullMarked
package io.skylark.client.admin;

import org.jspecify.annotations.NullMarked;
