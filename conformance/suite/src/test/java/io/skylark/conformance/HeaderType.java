package io.skylark.conformance;

/// How a client writes its headers: the value of its system property `rocketmq.serialize.type`.
public enum HeaderType {
    JSON, ROCKETMQ
}
