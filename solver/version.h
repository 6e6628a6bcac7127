#ifndef EARSHOT_VERSION_H
#define EARSHOT_VERSION_H

namespace earshot {

/// Version of the program; CMakeLists.txt reads it from here.
inline constexpr const char *version = "0.1.0";

} // namespace earshot

#endif
