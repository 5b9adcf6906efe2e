package io.skylark.message.filter;

/// What evaluating comes to when it does not come to a Boolean, a String or a number.
enum NoValue {
    /// A property is missing: unknown in the logic with three values.
    MISSING,
    /// Values that cannot be compared: the whole expression fails, unless it is decided before.
    FAULT
}
