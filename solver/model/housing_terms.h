#ifndef EARSHOT_MODEL_HOUSING_TERMS_H
#define EARSHOT_MODEL_HOUSING_TERMS_H

#include "solver/model/case_terms.h"
#include "solver/model/network_parts.h"
#include "solver/model/shell_wiring.h"
#include "solver/physics/network/network.h"

namespace earshot {

/// The terms of a housing that moves, and those that join the rest of a case to it. Rigid, it is one body
/// that all is fast to. With elastic walls each driver, support and mover is fast to a patch of its own on
/// them. Refers to its arguments.
class HousingTerms {
public:
  /// @param fields  nothing where `problem` is an outline
  HousingTerms(const Case &config, const MeshFacts &facts, const CaseFields *fields, ProblemBuilder problem);

  /// Body, walls and cloths, and what is asked of them.
  void add_body();
  /// The inertia by which a driver's moving parts and the housing take part in each other's motion.
  void add_driver(std::size_t k);
  /// The tip in a canal that is a part of a circuit, into which it sends its area times its displacement.
  /// @param ear_node  where the canal begins
  void add_tip(const Network &network, const std::string &ear_node,
               const std::function<Index(Index)> &numbers);
  /// The inertia of the network's drivers that push the housing. @throws UserError for what is none of them
  void add_movers(const Network &network, const std::vector<LumpedDriver> &drivers,
                  const std::function<Index(Index)> &numbers);

  /// Displacement of the place of a driver's axis along it, times a factor, by weights of the unknowns.
  SparseVector along_axis(std::size_t k, double factor) const;

private:
  bool is_elastic() const { return config_.housing->is_elastic(); }
  void add_rigid();
  void add_elastic();
  void add_patches();
  void add_patch_masses();
  void add_openings();
  void add_drag();
  void add_outputs();
  void add_mover(std::size_t k, const Network &network, const std::vector<LumpedDriver> &drivers,
                 const std::function<Index(Index)> &numbers);
  /// What a driver, a support, a mover of the network is fast to; placeholders where there are no fields.
  RigidBase base_of_driver(std::size_t k) const { return base(k); }
  RigidBase base_of_support(std::size_t k) const { return base(config_.drivers.size() + k); }
  RigidBase base_of_mover(std::size_t k) const {
    return base(config_.drivers.size() + config_.housing->supports.size() + k);
  }
  RigidBase base(std::size_t patch) const;
  MotionAt motion_of_all() const;
  bool is_of_a_driver(const AirSpace::Face &face) const;
  SparseVector motion(int k) const;
  SparseVector towards_the_eardrum() const;
  const Driver &driver(std::size_t k) const { return fields_->drivers[k]; }

  const Case &config_;
  const MeshFacts &facts_;
  const CaseFields *fields_;
  ProblemBuilder problem_;
  AirProperties air_;
};

} // namespace earshot

#endif
