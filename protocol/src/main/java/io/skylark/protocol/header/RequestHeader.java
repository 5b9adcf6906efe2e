package io.skylark.protocol.header;

/// Marks a record of request fields.
public interface RequestHeader {}
