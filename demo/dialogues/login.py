"""Getting in: passwords, codes, second factors, invitations, single sign-on, roles."""

from demo.dialogues.model import Customer, Dialogue, Escalate, Note, Reply

DIALOGUES = (
    Dialogue(
        key="reset-mail-missing",
        topic="login",
        subjects=("Password reset mail never arrives", "I cannot reset my password"),
        tags=("login", "password"),
        channels=("email", "portal", "chat", "phone"),
        brief=(
            "Requested a password reset {small} times. No mail.",
            "Reset mail does not come. Checked spam.",
        ),
        friendly=(
            """I seem to have forgotten my password over the holidays. I asked for the reset mail several times
            this morning, but nothing arrives, not even in the spam folder. Could you help me get back in?""",
            """Sorry to bother you, but the link "Forgot password" does nothing for me. My colleague {colleague}
            gets the mail within seconds. What am I doing wrong?""",
        ),
        upset=(
            """I have been locked out since {time} because your reset mails do not arrive. I have a deadline with
            {client} today. This needs to work NOW.""",
            """It cannot be that one has to write to support to change a password. I have requested the mail
            {small} times. Please restore my access.""",
        ),
        script=(
            Reply("""I looked at the delivery log: the mails left our server, but your mail server keeps them in
            quarantine, so they are not in your own spam folder either. Two ways to get in right now:

            1. On the sign-in page choose "Send a code by text message" if your phone is stored in your profile.
            2. Or ask an administrator of your workspace to open People → your name → "Copy sign-in link" and hand it
               to you. It works once, for 30 minutes.

            So that it does not happen again, your IT can allow mails from notify.taskmoor.example (DKIM signed,
            so it is safe)."""),
            Customer("The code by text message worked, I am in. IT asks which IP addresses your mails come from?"),
            Reply("""They are listed, and kept up to date, at status.taskmoor.example/mail-servers. Allowing by
            DKIM domain (taskmoor.example) is better than by address, as addresses change now and then without
            notice."""),
        ),
    ),
    Dialogue(
        key="lost-second-factor",
        topic="login",
        subjects=("New phone, two-factor codes gone", "Lost my authenticator app"),
        tags=("login", "two-factor"),
        channels=("email", "portal", "phone"),
        priority="high",
        brief=(
            "Got a new phone ({device}). Authenticator is gone. Cannot log in.",
            "2FA lost with old phone. Please reset.",
        ),
        friendly=(
            """I switched to a new {device} yesterday and forgot that the authenticator app does not move by
            itself. Now Taskmoor asks for a code that I do not have. Is there a way back in?""",
            """My old phone went swimming in a lake in {city}. It took my two-factor codes with it. How can I
            prove that it is me?""",
        ),
        upset=(
            """I am locked out of my own account because of your two-factor login, and the recovery page sends me
            in circles. Switch it off immediately.""",
            """I urgently need access for our payroll. My phone was stolen, and your form does not offer any
            alternative. Please treat this as urgent.""",
        ),
        script=(
            Reply("""That is quickly mended. In this order:

            1. When you turned it on, you were given ten recovery codes ("taskmoor-recovery.txt"). Any one of them
               works instead of the app's code.
            2. If they are gone too: any administrator of your workspace can open People → your name → Security →
               "Reset second factor". You set it up again at the next sign-in.

            We cannot reset it on request by mail, as anybody could ask for that; I hope you agree that this is to
            your protection."""),
            Customer("I am the only administrator. No recovery codes."),
            Reply(
                """In that case we check your identity by a call. Please answer with a time today or tomorrow
            between 9:00 and 17:00; we ring the number stored for billing, ask three questions about your account,
            and reset the second factor during the call.""",
                status="pending",
            ),
            Customer("Tomorrow at 10:00 would be perfect. The number is still right."),
            Note("""Called at 10:00, all three questions answered. Second factor reset, new recovery codes were
            downloaded by the customer."""),
            Reply("""It was good to talk to you. Your second factor has been reset and the new one is active.
            Please keep the recovery codes outside your phone, and consider making a second person administrator
            under People → Roles."""),
        ),
    ),
    Dialogue(
        key="invitation-expired",
        topic="login",
        subjects=("Invitation link for {colleague} has expired", "New colleague cannot join"),
        tags=("login", "invitation"),
        channels=("email", "portal", "chat"),
        brief=(
            '{colleague}\'s invitation says "expired". Please send a new one.',
            "Invite for {colleague_mail} expired. How to resend?",
        ),
        friendly=(
            """{colleague} started with us today and wanted to open the invitation I sent on {date}. It says the
            link is no longer valid. How do I send a fresh one?""",
            """We have a new team member, {colleague}, but the invitation seems too old. I could not find a
            "resend" anywhere. Would you point me to it?""",
        ),
        upset=(
            """Our new employee has been unable to work since this morning because your invitation expired over
            the weekend. Why does it expire at all?""",
            """I have invited {colleague_mail} three times, and each time the link is dead on arrival. Please
            correct this today.""",
        ),
        script=(
            Reply("""Invitations are valid for seven days. To send a new one: People → Invited → the three dots beside
            {colleague} → "Send again". The old link then stops working, the new one is good for another seven days.

            If you invite people long before their first day, set a start date in the invitation ("Send on…"); it
            then goes out that morning."""),
            Customer('"Send again" is greyed out for me.'),
            Reply("""Then all seats of your plan are taken: an invitation needs a free one when it is sent. Under
            Settings → Billing → Seats you see {seats} of {seats} in use. Either add one there, or deactivate
            somebody who has left under People; the button becomes active at once."""),
        ),
    ),
    Dialogue(
        key="saml-login-loop",
        topic="login",
        subjects=("SSO login loops back to the sign-in page", "SAML error {error} after certificate change"),
        tags=("login", "sso"),
        kind="incident",
        priority="high",
        channels=("email", "portal", "phone"),
        brief=(
            "SAML login loops since {date}. Error {error}. All {seats} users affected.",
            "SSO broken after we renewed our certificate. {error}.",
        ),
        friendly=(
            """We renewed the signing certificate in our identity provider last night, and since then everybody
            who signs in ends up on the sign-in page again. I uploaded the new one in Taskmoor too. Error code is
            {error}. Any idea?""",
            """Could you have a look at our single sign-on? It worked until {date}. Now it loops, only with
            {browser} sometimes showing {error}. I attached nothing yet, tell me what you need.""",
        ),
        upset=(
            """NOBODY of our {seats} people can log in since {time}. Your SSO returns {error}. We are losing money
            every minute. I need somebody who knows SAML, not a standard answer.""",
            """This is the second time this year that single sign-on fails without us changing anything. We need a
            cause and a date for the fix. Error: {error}.""",
        ),
        script=(
            Reply("""So that people can work right away: owners can sign in with their password at
            app.taskmoor.example/owner and turn on "Allow code by mail as well" under Settings → Single sign-on.
            Everybody then gets in with a code.

            In the meantime I am passing {error} to our specialists for single sign-on, together with the log of
            your last attempts."""),
            Escalate(
                2,
                reason="""SAML responses are refused with {error} for the whole workspace since the customer's
                certificate change.""",
                tried="""Checked: new certificate is stored, clock difference below 2 s, audience is right. Gave
                them codes by mail as a way in.""",
                asked="Please read the assertion log and say which certificate signs the assertions now.",
            ),
            Note("""Assertion log: response is signed with the new certificate, but the assertion inside still
            with the old one. Their identity provider has two settings for that."""),
            Reply("""I found it in the assertion log: the outer response is signed with your new certificate, the
            assertion inside it still with the old one, which we rightly refuse.

            1. In your identity provider open the Taskmoor application → Signing.
            2. Set "Sign assertion" to the same certificate as "Sign response" (or to "inherit").
            3. Sign in once in a private window.

            No change in Taskmoor is needed. Tell me when you have saved it, and I will watch the log with you."""),
            Customer("Changed it, and all people are back in. It was exactly that second setting."),
            Reply("""Great, I see successful sign-ins from about a dozen of your people. I have switched nothing
            off on our side; you may turn "Allow code by mail" off again whenever you like. Tip: Taskmoor can hold
            two certificates at once, so next year you can add the new one beforehand."""),
        ),
    ),
    Dialogue(
        key="change-login-email",
        topic="login",
        subjects=("Change my e-mail address", "New surname, new e-mail address"),
        tags=("login", "profile"),
        channels=("email", "portal", "chat", "widget"),
        priority="low",
        brief=(
            "My address changes to {colleague_mail}. How do I update my login?",
            "New e-mail domain since {month}. Can I keep my account?",
        ),
        friendly=(
            """I got married (yes!) and have a new name and a new address. How do I change the e-mail that I log
            in with, without losing my hours and tasks?""",
            """Our company has a new domain. I would like my login to follow. Can I do that myself, or is it
            something you do?""",
        ),
        upset=(
            """Your profile page refuses my new e-mail address with "already in use". It is MY address. Please
            free it.""",
            """I have asked {colleague}, our administrator, and he cannot change my address either. Who can, then?
            Please take care of it.""",
        ),
        script=(
            Reply("""You can change it yourself and everything stays with you: click your picture → Profile → E-mail →
            "Change". We send a link to the new address; once you click it, the new address counts and the old one only
            gets a notice.

            If it says "already in use", there is a second, empty account with the new address, usually from an
            invitation that was accepted by accident. Sign in with that one, choose Profile → "Delete account",
            and the address is free."""),
            Customer("Done. Will clients who answer to my old address still reach the project?"),
            Reply("""Yes, for as long as the old mailbox exists: answers go to the project's own address, not to
            yours. You can also keep the old one as "additional address" in your profile, then mails from it are
            still recognised as yours."""),
        ),
    ),
    Dialogue(
        key="approve-permission",
        topic="permissions",
        subjects=("Project manager cannot approve timesheets", '"Approve" button missing for {colleague}'),
        tags=("permissions", "timesheets"),
        brief=(
            "{colleague} leads {project} but cannot approve hours. Why?",
            "Approve button missing for project manager {colleague}.",
        ),
        friendly=(
            """{colleague} has taken over {project} and should approve the team's hours from now on. The button
            does not show up, although the role is "Project manager". Did we forget a tick somewhere?""",
            """Could you explain who may approve timesheets? We thought project managers can, but {colleague} sees
            only the list, not the button.""",
        ),
        upset=(
            """We cannot close {month} because our project manager is not able to approve anything. The roles are
            a mystery to all of us. Please tell me what to set.""",
            """The permission system has changed again without notice. {colleague} lost the right to approve.
            Restore it, please.""",
        ),
        script=(
            Reply("""Approving hours is tied to the project, not to the role: the *approver* is set in each project.
            Open {project} → Settings → Time → Approver and choose {colleague}. The waiting weeks appear in their
            approval list at once.

            To have it right for future projects, set the approver in your project template as well (Templates →
            Time)."""),
            Customer("We have {count} projects. Must I open every single one?"),
            Reply("""No: in the list of projects tick the ones you want (or all of them), then Edit → Approver.
            The change is made in one go and noted in the activity log, so it can be traced."""),
        ),
    ),
    Dialogue(
        key="leaver-offboarding",
        topic="permissions",
        subjects=("{colleague} has left, how do we remove the account?", "Employee leaving: keep the data"),
        tags=("permissions", "people"),
        brief=(
            "{colleague} left on {date}. How do I remove access but keep the hours?",
            "Leaver: free the seat, keep time entries. How?",
        ),
        friendly=(
            """{colleague} is leaving us on {date}. We want to free the seat but must not lose the booked hours of
            {project}. What is the right way?""",
            """I am new to the admin role and have my first leaver. Delete or deactivate? I would rather ask
            before I break something.""",
        ),
        upset=(
            """A former employee still had access to our projects two weeks after leaving. I removed the person
            from all teams! How can this be?""",
            """Deleting a user removes the hours from the reports. That is a disaster for our billing. Tell me how
            to get them back.""",
        ),
        script=(
            Reply("""Please deactivate, never delete: People → {colleague} → "Deactivate". That ends every session at
            once (app and API tokens included) and frees the seat, while hours, comments and files stay where they are.

            In the same dialog choose who takes over open tasks and approvals. Removing somebody from teams alone
            does not end their access, as they may still be a member of single projects."""),
            Customer("I had already deleted another one last week. Are the hours lost?"),
            Reply("""No, deleted people stay in the bin for 30 days: People → filter "Deleted" → Restore, then
            deactivate them instead. The hours come back with the person, in reports too."""),
        ),
    ),
)
