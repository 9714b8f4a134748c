"""Indicators of the orientations: to be registered here, from the selectors of `connect.orientation`.

For instance, orientations of a day, those without any eligible offer, unmet needs: each is a flow, so its `measure`
counts what the day holds and may be asked again for a past day.
"""
