"""Room intake: referrals, what came with them, assessment and formulation."""
