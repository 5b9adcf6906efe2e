/// Topics are created, changed and deleted. Entry class: [TopicHandlers], on virtual threads.
@NullMarked
package io.skylark.broker.topic;

import org.jspecify.annotations.NullMarked;
