package io.skylark.client.admin;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Who consumes for a group now.
///
/// @param members none when nobody does
/// @param subscriptions the expression for each topic, such as `a || b` or `*`, without the group's retry topic
public record GroupMembers(String group, List<Member> members, Map<String, String> subscriptions) {
    /// @param address `host:port` as the broker sees it, if it tells
    /// @param language such as `JAVA`, if the broker tells
    /// @param version the client's version number, as `513` for 5.5.0, if the broker tells
    public record Member(
            String clientId, Optional<String> address, Optional<String> language, Optional<Integer> version) {}
}
