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
  throw UserError(doing + " failed: " + (last.empty() ? reason : last));
}

} // namespace earshot
