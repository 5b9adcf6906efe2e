package io.skylark.broker.registry;

import io.skylark.net.Connection;
import io.skylark.protocol.Language;

/// A client as a member of a group.
///
/// @param clientId unique among the members of a group, as long as users keep it so
/// @param version a number of [io.skylark.protocol.Version]
/// @param lastHeartbeat in ms
public record Member(Connection connection, String clientId, Language language, int version, long lastHeartbeat) {}
