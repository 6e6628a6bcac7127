#ifndef EARSHOT_CONFIG_TOML_LIMITS_H
#define EARSHOT_CONFIG_TOML_LIMITS_H

#include <string>

namespace earshot {

/// Refuses text that toml++ 3.3 can't survive: keys and values nested deeper than any case needs, as its
/// trees are built and taken down by recursion; control characters; letters beyond ASCII outside of quotation
/// marks and comments, where its test for blanks runs into code that it declares unreachable.
/// @throws UserError with line and column
void check_toml_limits(const std::string &text, const std::string &file);

} // namespace earshot

#endif
