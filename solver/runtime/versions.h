#ifndef EARSHOT_RUNTIME_VERSIONS_H
#define EARSHOT_RUNTIME_VERSIONS_H

#include <string>
#include <utility>
#include <vector>

namespace earshot {

/// Versions of earshot and of what it is built on, by name.
std::vector<std::pair<std::string, std::string>> versions();

} // namespace earshot

#endif
