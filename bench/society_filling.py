"""A large society at once: members, posts with their words, comments; all made up."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from uuid import UUID

from deqi.society.markdown import plain_text
from deqi.society.words import fold
from deqi.store.models import Account, Comment, Post, PostRevision, PostWords, SocietyMember, Tag

N_MEMBERS, N_TAGS, N_WORDS = 400, 60, 6000
AT_ONCE = 500
SYLLABLES = tuple(a + b for a in "bdfghklmnprst" for b in "aeiou")


class Filling:
    """Draws everything from one seed."""

    def __init__(self, now: datetime, seed: int = 1) -> None:
        self.now = now
        self.rng = random.Random(seed)
        self.words = ["".join(self.rng.choices(SYLLABLES, k=3)) for _ in range(N_WORDS)]
        # A few words are everywhere and most are rare, as in any language.
        self.weights = [1 / (rank + 2) for rank in range(N_WORDS)]

    def fill(self, n_posts: int, n_comments: int) -> None:
        """Fill an empty database."""
        members = self._members()
        tags = Tag.objects.bulk_create([Tag(word=f"tag-{n}") for n in range(N_TAGS)])
        posts: list[Post] = []
        for _ in range(0, n_posts, AT_ONCE):
            posts += self._posts(members, tags, len(posts), min(AT_ONCE, n_posts - len(posts)))
        self._comments(posts, members, n_comments)

    def said(self, n: int) -> str:
        """So many words."""
        return " ".join(self.rng.choices(self.words, self.weights, k=n))

    def _members(self) -> list[Account]:
        accounts = [
            Account(email=f"member{n}@example.org", name=f"Member {n}") for n in range(N_MEMBERS)
        ]
        Account.objects.bulk_create(accounts)
        SocietyMember.objects.bulk_create(
            SocietyMember(
                account=account,
                display_name=account.name,
                applied_at=self.now,
                approved_at=self.now,
            )
            for account in accounts
        )
        return accounts

    def _posts(self, members: list[Account], tags: list[Tag], first: int, n: int) -> list[Post]:
        posts = [self._post(first + k, self.rng.choice(members)) for k in range(n)]
        Post.objects.bulk_create(posts)
        chosen = {post.pk: self.rng.sample(tags, 3) for post in posts}
        PostRevision.objects.bulk_create(_revision(post) for post in posts)
        PostWords.objects.bulk_create(_words(post, chosen[post.pk]) for post in posts)
        Post.tags.through.objects.bulk_create(
            Post.tags.through(post=post, tag=tag) for post in posts for tag in chosen[post.pk]
        )
        return posts

    def _post(self, n: int, author: Account) -> Post:
        paragraphs = [f"## {self.said(4)}\n\n{self.said(120)}" for _ in range(5)]
        body = "\n\n".join(paragraphs)
        at = self.now - timedelta(minutes=50 * n + 1)
        return Post(
            id=UUID(int=self.rng.getrandbits(128), version=4),
            slug=f"post-{n}",
            kind=self.rng.choice(["article", "question", "case_report"]),
            author=author,
            title=self.said(6),
            summary=self.said(15),
            body=body,
            plain_text=plain_text(body),
            made_at=at,
            changed_at=at,
            publish_at=at,
        )

    def _comments(self, posts: list[Post], members: list[Account], n: int) -> None:
        # Much discussed posts have hundreds, most have a few.
        weights = [1 / (rank + 20) for rank in range(len(posts))]
        states = [Comment.State.PUBLISHED] * 97 + [Comment.State.HELD, Comment.State.REJECTED]
        for first in range(0, n, 5 * AT_ONCE):
            under = self.rng.choices(posts, weights, k=min(5 * AT_ONCE, n - first))
            Comment.objects.bulk_create(
                Comment(
                    post=post,
                    author=self.rng.choice(members),
                    text=self.said(30),
                    written_at=self.now - timedelta(minutes=self.rng.randrange(500_000)),
                    state=self.rng.choice(states),
                )
                for post in under
            )


def _revision(post: Post) -> PostRevision:
    return PostRevision(
        post=post,
        number=1,
        title=post.title,
        summary=post.summary,
        body=post.body,
        saved_at=post.made_at,
        saved_by=post.author,
    )


def _words(post: Post, tags: list[Tag]) -> PostWords:
    head = f"{post.title} {' '.join(tag.word for tag in tags)} {post.summary}"
    every = f"{head} {post.author.name} {post.plain_text}"
    return PostWords(post=post, title=fold(post.title), head=fold(head), every=fold(every))
