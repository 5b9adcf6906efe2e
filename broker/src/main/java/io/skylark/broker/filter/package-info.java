/// What consumers want of a topic, as filters of the log: tags and SQL92. For every feature that reads for consumers.
///
/// Entry class: [SubscriptionFilters]. Shared: a concurrent map of compiled expressions.
@NullMarked
package io.skylark.broker.filter;

import org.jspecify.annotations.NullMarked;
