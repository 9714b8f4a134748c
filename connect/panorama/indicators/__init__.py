"""The registry of the indicators: a module of this package, or another application, registers its own."""

from connect.panorama.indicators.registry import (
    Indicator,
    IndicatorRefused,
    every,
    get,
    public,
    register,
    unregister,
)

__all__ = ["Indicator", "IndicatorRefused", "every", "get", "public", "register", "unregister"]
