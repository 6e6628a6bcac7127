#ifndef EARSHOT_TESTS_SUPPORT_CAD_FILES_H
#define EARSHOT_TESTS_SUPPORT_CAD_FILES_H

#include "solver/mesh/gmsh_session.h"
#include "solver/mesh/silent_output.h"

#include <gmsh.h>

#include <fstream>
#include <functional>
#include <iterator>
#include <string>

namespace earshot::testing {

/// Writes what calls of gmsh's OpenCASCADE kernel make, in millimetres; the ending decides the format.
inline void write_cad(const std::string &file, const std::function<void()> &calls) {
  const GmshSession gmsh;
  const SilentOutput silence;
  gmsh.run("writing " + file, [&] {
    gmsh::model::add("test");
    calls();
    gmsh::model::occ::synchronize();
    gmsh::write(file);
  });
}

/// Replaces a text in a file everywhere. @return how often it stood there
inline int replace_in_file(const std::string &file, const std::string &from, const std::string &to) {
  std::ifstream stream(file);
  std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  int count = 0;
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
    ++count;
  }
  std::ofstream(file) << text;
  return count;
}

/// A tube of 1 mm radius and 2 mm length on a can of 3 mm radius and 5 mm length, both about z; the can
/// begins in z = 0.
inline void add_can_and_tube() {
  gmsh::model::occ::addCylinder(0, 0, 0, 0, 0, 5, 3);
  gmsh::model::occ::addCylinder(0, 0, 5, 0, 0, 2, 1);
}

} // namespace earshot::testing

#endif
