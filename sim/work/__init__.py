"""The pretend WeCom: an enterprise with members, an app, a robot, and its API."""

from sim.work.platform import PretendWork, WorkMember
from sim.work.robot import BadReply, PretendChat, PretendRobot, RobotBubble

__all__ = ["BadReply", "PretendChat", "PretendRobot", "PretendWork", "RobotBubble", "WorkMember"]
