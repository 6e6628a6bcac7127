#include "solver/mesh/gmsh_session.h"

#include "solver/config/located.h"

#include <gmsh.h>

namespace earshot {

GmshSession::GmshSession() {
  gmsh::initialize(0, nullptr, false);
  gmsh::option::setNumber("General.Terminal", 0);
  gmsh::option::setNumber("General.NumThreads", 1);
  gmsh::option::setNumber("Mesh.RandomSeed", 1);
}

GmshSession::~GmshSession() {
  gmsh::finalize();
}

void GmshSession::run(const std::string &doing, const std::function<void()> &calls) const {
  std::string reason;
  try {
    calls();
    return;
  } catch (const UserError &) {
    throw;
  } catch (const std::exception &error) {
    reason = error.what();
  } catch (const std::string &error) {
    reason = error;
  } catch (...) { // gmsh 4.8 throws plain numbers; its words are in the log
    reason = "gmsh gave no reason";
  }
  std::string last;
  gmsh::logger::getLastError(last);
  const bool told = last.empty() || reason.find(last) != std::string::npos;
  throw UserError(doing + " failed: " + (told ? reason : last));
}

std::vector<std::string> GmshSession::mesh_as_far_as_possible(int dimension) {
  constexpr int go_on = 0;
  double before = 0;
  gmsh::option::getNumber("General.AbortOnError", before);
  gmsh::option::setNumber("General.AbortOnError", go_on);
  gmsh::logger::start();
  std::vector<std::string> log, errors;
  try {
    gmsh::model::mesh::generate(dimension);
  } catch (...) { // it throws plain numbers as well; its words are in the log
    errors.emplace_back("gmsh stopped");
  }
  gmsh::logger::get(log);
  gmsh::logger::stop();
  gmsh::option::setNumber("General.AbortOnError", before);
  const std::string mark = "Error: ";
  for (const std::string &line : log)
    if (line.rfind(mark, 0) == 0)
      errors.push_back(line.substr(mark.size()));
  return errors;
}

} // namespace earshot
