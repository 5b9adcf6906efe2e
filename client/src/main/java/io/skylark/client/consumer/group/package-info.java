/// What members of consumer groups do alike: joining, sharing queues, pulling them, storing offsets, locking. Internal
/// to the client.
///
/// Entry classes: [Member], which ties the others together, and [GroupBrokers], what is asked of brokers. Two kinds of
/// threads work here: the coordinator owns the pull loops, the rebalancer the assignment of queues.
@NullMarked
package io.skylark.client.consumer.group;

import org.jspecify.annotations.NullMarked;
