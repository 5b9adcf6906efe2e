package io.skylark.broker.pop;

import io.skylark.log.index.TagFilter;
import org.jspecify.annotations.Nullable;

/// Makes filters of the expressions that pops carry: the one place that knows which kinds there are.
@FunctionalInterface
public interface PopFilters {
    /// @param type null and empty mean tags
    /// @param expression null and `*` mean every message
    /// @throws io.skylark.net.RequestFailure when the expression is wrong, or of a kind that is not supported
    TagFilter parse(@Nullable String type, @Nullable String expression);
}
