package io.skylark.protocol.header;

/// Marks a record of response fields.
public interface ResponseHeader {}
