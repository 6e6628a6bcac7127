#ifndef EARSHOT_MESH_CHILD_PROCESS_H
#define EARSHOT_MESH_CHILD_PROCESS_H

#include <functional>
#include <string>

namespace earshot {

/// How a copy of this process ended, and what it handed over.
struct ChildOutcome {
  enum class Ending { done, crashed, too_long } ending;
  std::string bytes;
};

/// Does some work in a copy of this process, where a fault of a library ends nothing but the copy. Exceptions
/// of the work are lost. @param seconds that it may take @param work gives what is handed over
/// @throws std::system_error when there can be no copy
ChildOutcome in_child_process(unsigned int seconds, const std::function<std::string()> &work);

} // namespace earshot

#endif
