package io.skylark.broker.filter;

import io.skylark.log.index.MessageFilter;
import io.skylark.message.filter.SqlFilter;
import java.nio.ByteBuffer;

/// An SQL92 expression as a filter of the log.
record SqlExpression(SqlFilter compiled) implements MessageFilter {
    @Override
    public boolean matches(ByteBuffer source, int at) {
        return compiled.matches(source, at);
    }
}
